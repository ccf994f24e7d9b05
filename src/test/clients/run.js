// Starts the upstreams, and the proxy in each place that the arguments name, and runs all checks. The exit status is the number of failures.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { checks } from './checks.js';
import { socketIo, webSockets } from './upstreams.js';

const here = path.dirname(new URL(import.meta.url).pathname);
const target = path.dirname(here);
const war = path.join(target, 'passmatch.war');
const java = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin/java') : 'java';
let received = () => { };

const freePort = () => new Promise(resolve => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

const rules = (web, members) => `
SetEnvIf Request_URI ^/ws/denied denied
<Location /ws/denied>
  Require all denied
</Location>
Header add Set-Cookie "ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/" env=BALANCER_ROUTE_CHANGED
<Proxy balancer://chat>
${members.map((port, i) => `  BalancerMember http://127.0.0.1:${port} route=m${i} upgrade=websocket`).join('\n')}
</Proxy>
ProxyPass /socket.io/ balancer://chat/socket.io/ stickysession=ROUTEID
ProxyWebsocketIdleTimeout 4
ProxyPass /ws/ ws://127.0.0.1:${web}/ws/
ProxyPass /plain/ http://127.0.0.1:${web}/plain/
ProxyPass / http://127.0.0.1:${web}/
`;

function home(prefix) {
  const containers = path.join(target, 'containers');
  const name = fs.readdirSync(containers).find(one => one.startsWith(prefix));
  return path.join(containers, name);
}

const places = {
  standalone: (base, port, config) => [[], ['-jar', war, '--host', '127.0.0.1', '--port', port, '--config', config]],
  tomcat11: (base, port) => tomcat('apache-tomcat-11.', base, port),
  tomcat10: (base, port) => tomcat('apache-tomcat-10.', base, port),
  jetty: (base, port) => {
    deploy(base);
    return [[], ['-jar', path.join(home('jetty-home-'), 'start.jar'), `jetty.http.port=${port}`, '--module=http,ee10-deploy']];
  },
};

function deploy(base) {
  fs.mkdirSync(path.join(base, 'webapps'), { recursive: true });
  fs.copyFileSync(war, path.join(base, 'webapps/ROOT.war'));
}

function tomcat(prefix, base, port) {
  const stock = home(prefix);
  deploy(base);
  fs.cpSync(path.join(stock, 'conf'), path.join(base, 'conf'), { recursive: true });
  for (const name of ['logs', 'temp']) fs.mkdirSync(path.join(base, name), { recursive: true });
  const server = path.join(base, 'conf/server.xml');
  fs.writeFileSync(server, fs.readFileSync(server, 'utf8').replace('port="8005"', 'port="-1"').replace('port="8080"', `port="${port}"`));
  const bin = path.join(stock, 'bin');
  return [['java.lang', 'java.lang.reflect', 'java.io', 'java.util', 'java.util.concurrent'].map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`),
    [`-Dcatalina.home=${stock}`, `-Dcatalina.base=${base}`, `-Djava.io.tmpdir=${path.join(base, 'temp')}`, '-classpath', `${bin}/bootstrap.jar:${bin}/tomcat-juli.jar`, 'org.apache.catalina.startup.Bootstrap', 'start']];
}

async function answers(port, child) {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    if (child.exitCode !== null) throw new Error(`the proxy has ended with status ${child.exitCode}`);
    try {
      if ((await fetch(`http://127.0.0.1:${port}/plain/`)).status === 200) return;
    } catch {
      // not yet
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  throw new Error('the proxy does not answer');
}

async function run(place, config) {
  const base = path.join(here, place);
  fs.rmSync(base, { recursive: true, force: true });
  fs.mkdirSync(base, { recursive: true });
  const port = await freePort();
  const [options, words] = places[place](base, String(port), config);
  const log = fs.openSync(path.join(base, 'proxy.log'), 'w');
  const child = spawn(java, [...options, ...words], { cwd: base, env: { ...process.env, PASSMATCH_CONFIG: config }, stdio: ['ignore', log, log] });
  let failures = 0;
  try {
    await answers(port, child);
    for (const [name, check] of Object.entries(checks)) {
      if (name.startsWith('chromium') && spawnSync('chromium', ['--version']).status !== 0) {
        console.log(`${place}: skipped: ${name}: there is no chromium`);
        continue;
      }
      const start = Date.now();
      try {
        await check(port, () => new Promise(resolve => { received = resolve; }));
        console.log(`${place}: ok: ${name} (${Date.now() - start} ms)`);
      } catch (e) {
        failures++;
        console.log(`${place}: FAILED: ${name}: ${e.message}`);
      }
    }
  } finally {
    child.kill();
    await new Promise(resolve => (child.exitCode === null ? child.once('exit', resolve) : resolve()));
    fs.closeSync(log);
  }
  return failures;
}

const web = await webSockets(path.join(here, 'page.html'), results => received(results));
const members = [await socketIo('a'), await socketIo('b')];
const config = path.join(here, 'rules.conf');
fs.writeFileSync(config, rules(web.port, members.map(member => member.port)));
let failures = 0;
for (const place of process.argv.slice(2)) failures += await run(place, config);
console.log(failures === 0 ? 'all clients are served' : `${failures} failures`);
process.exit(Math.min(failures, 100));

// What is proxied to: a server with WebSocket and the page of the browser, and two members of a balancer with socket.io.
import fs from 'node:fs';
import http from 'node:http';
import { WebSocketServer } from 'ws';
import { Server } from 'socket.io';

const listen = server => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

/** Echoes; sends a ping each 300 ms; has a path for each behaviour. */
export async function webSockets(page, results) {
  const server = http.createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.on('data', data => { body += data; });
      request.on('end', () => { response.end('ok'); results(JSON.parse(body)); });
    } else if (request.url.startsWith('/page')) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(fs.readFileSync(page));
    } else response.end('ordinary');
  });
  const all = new WebSocketServer({
    server, perMessageDeflate: { threshold: 0 }, maxPayload: 64 << 20,
    handleProtocols: offered => (offered.has('chat') ? 'chat' : false),
    verifyClient: (info, done) => done(!info.req.url.includes('/refused'), 403, 'Forbidden'),
  });
  all.on('connection', (socket, request) => {
    let pongs = 0;
    const pings = setInterval(() => socket.ping('are you there?'), 300);
    socket.on('pong', () => { pongs++; });
    socket.on('close', () => clearInterval(pings));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, binary) => {
      const text = binary ? '' : data.toString();
      if (text === 'close please') socket.close(4321, 'as you like');
      else if (text === 'vanish please') socket.terminate();
      else if (text === 'pongs?') socket.send(String(pongs));
      else if (text === 'extensions?') socket.send(socket.extensions);
      else if (text === 'headers?') socket.send(JSON.stringify(request.headers));
      else socket.send(data, { binary });
    });
  });
  return { port: await listen(server), close: () => { for (const client of all.clients) client.terminate(); server.close(); } };
}

/** A member of the balancer. Sessions of socket.io live in one process, so a request that meets the other member gets 400. */
export async function socketIo(name) {
  const server = http.createServer((request, response) => response.end(name));
  const io = new Server(server, { pingInterval: 500, pingTimeout: 2000, httpCompression: true, perMessageDeflate: true });
  io.on('connection', socket => {
    socket.on('who', answer => answer({ member: name, transport: socket.conn.transport.name }));
    socket.on('echo', (data, answer) => answer(data));
    socket.on('broadcast', data => io.emit('news', data));
    socket.on('leave', () => socket.disconnect(true));
  });
  return { port: await listen(server), close: () => { io.close(); server.close(); } };
}

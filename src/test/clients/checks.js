// Each check is one promise that fails with what is wrong.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { io } from 'socket.io-client';

const WITHIN = 20_000;

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: nothing within ${WITHIN} ms`)), WITHIN); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function open(port, target, protocols, options) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, protocols, options);
  await within(once(socket, 'open'), 'open');
  return socket;
}

function ask(socket, data) {
  return within(new Promise((resolve, reject) => {
    const closed = code => reject(new Error(`closed with ${code} before the answer`));
    socket.once('close', closed);
    socket.once('message', answer => {
      socket.off('close', closed);
      resolve(answer);
    });
    socket.send(data);
  }), 'answer');
}

async function text(socket, data) {
  return (await ask(socket, data)).toString();
}

export const checks = {
  async 'ws: text, binary, sizes up to 8 MiB'(port) {
    const socket = await open(port, '/ws/echo', [], { perMessageDeflate: false });
    assert.equal(await text(socket, 'κόσμε 😀'), 'κόσμε 😀');
    for (const size of [0, 1, 125, 126, 127, 65535, 65536, 1 << 20, 8 << 20]) {
      const data = crypto.randomBytes(size);
      assert.ok(data.equals(await ask(socket, data)), `${size} bytes`);
    }
    socket.close();
    await within(once(socket, 'close'), 'close');
  },

  async 'ws: compression of messages'(port) {
    const socket = await open(port, '/ws/echo', [], { perMessageDeflate: { threshold: 0 } });
    assert.match(await text(socket, 'extensions?'), /permessage-deflate/);
    const long = 'compress me '.repeat(100_000);
    assert.equal(await text(socket, long), long);
    const data = crypto.randomBytes(1 << 20);
    assert.ok(data.equals(await ask(socket, data)));
    socket.terminate();
  },

  async 'ws: fragments, pings of both sides'(port) {
    const socket = await open(port, '/ws/echo');
    const pong = within(once(socket, 'pong'), 'pong');
    socket.ping('from the client');
    assert.equal((await pong)[0].toString(), 'from the client');
    await within(once(socket, 'ping'), 'ping');
    const answer = within(once(socket, 'message'), 'answer');
    socket.send('frag', { fin: false });
    socket.ping();
    socket.send('mented', { fin: true });
    assert.equal((await answer)[0].toString(), 'fragmented');
    await within(once(socket, 'ping'), 'second ping');
    assert.ok(Number(await text(socket, 'pongs?')) >= 1);
    socket.terminate();
  },

  async 'ws: a quiet tunnel with pings lives longer than its idle limit'(port) {
    const socket = await open(port, '/ws/echo');
    await new Promise(resolve => setTimeout(resolve, 9000));
    assert.equal(await text(socket, 'still there'), 'still there');
    socket.terminate();
  },

  async 'ws: close codes of both sides, a server that vanishes'(port) {
    let socket = await open(port, '/ws/echo');
    const closed = within(once(socket, 'close'), 'close');
    socket.send('close please');
    const [code, reason] = await closed;
    assert.equal(code, 4321);
    assert.equal(reason.toString(), 'as you like');
    socket = await open(port, '/ws/echo');
    const own = within(once(socket, 'close'), 'close');
    socket.close(3456, 'bye');
    assert.equal((await own)[0], 3456);
    socket = await open(port, '/ws/echo');
    const gone = within(once(socket, 'close'), 'close');
    socket.send('vanish please');
    assert.equal((await gone)[0], 1006);
  },

  async 'ws: subprotocol, fields of the request, refusal'(port) {
    const socket = await open(port, '/ws/echo?a=b', ['superchat', 'chat'], { headers: { Origin: 'https://good.example', Cookie: 'a=b' } });
    assert.equal(socket.protocol, 'chat');
    const headers = JSON.parse(await text(socket, 'headers?'));
    assert.equal(headers.origin, 'https://good.example');
    assert.equal(headers.cookie, 'a=b');
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    socket.terminate();
    for (const [target, status] of [['/ws/refused', 403], ['/plain/echo', 200], ['/ws/denied', 403]]) {
      const refused = new WebSocket(`ws://127.0.0.1:${port}${target}`);
      refused.on('error', () => { });
      const [, response] = await within(once(refused, 'unexpected-response'), target);
      assert.equal(response.statusCode, status, target);
      refused.terminate();
    }
  },

  async 'ws: 200 at the same time'(port) {
    const all = await Promise.all(Array.from({ length: 200 }, () => open(port, '/ws/echo')));
    const answers = await Promise.all(all.map((socket, i) => text(socket, `number ${i}`)));
    answers.forEach((answer, i) => assert.equal(answer, `number ${i}`));
    for (const socket of all) socket.terminate();
  },

  async 'socket.io: polling, then the upgrade to WebSocket, with sessions that stick to a member'(port) {
    const members = new Set();
    for (let i = 0; i < 6; i++) {
      const socket = io(`http://127.0.0.1:${port}`, { forceNew: true, withCredentials: true, reconnection: false });
      await within(new Promise((resolve, reject) => { socket.on('connect', resolve); socket.on('connect_error', reject); }), 'connect');
      if (socket.io.engine.transport.name !== 'websocket') await within(once(socket.io.engine, 'upgrade'), 'upgrade');
      const who = await within(socket.emitWithAck('who'), 'who');
      assert.equal(who.transport, 'websocket');
      members.add(who.member);
      const data = crypto.randomBytes(100_000);
      assert.ok(data.equals(Buffer.from(await within(socket.emitWithAck('echo', data), 'echo'))));
      const news = within(once(socket, 'news'), 'news');
      socket.emit('broadcast', { i });
      assert.deepEqual((await news)[0], { i });
      const left = within(once(socket, 'disconnect'), 'disconnect');
      socket.emit('leave');
      assert.equal((await left)[0], 'io server disconnect');
      socket.close();
    }
    assert.equal(members.size, 2, 'both members');
  },

  async 'socket.io: polling only, and WebSocket only'(port) {
    for (const transport of ['polling', 'websocket']) {
      const socket = io(`http://127.0.0.1:${port}`, { forceNew: true, withCredentials: true, transports: [transport], reconnection: false });
      await within(new Promise((resolve, reject) => { socket.on('connect', resolve); socket.on('connect_error', reject); }), 'connect');
      for (let i = 0; i < 10; i++) assert.equal(await within(socket.emitWithAck('echo', `${transport} ${i}`), 'echo'), `${transport} ${i}`);
      assert.equal((await within(socket.emitWithAck('who'), 'who')).transport, transport);
      socket.close();
    }
  },

  async 'chromium: WebSocket and socket.io in a page'(port, result) {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'chromium-'));
    const browser = spawn('chromium', ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--user-data-dir=${directory}`, '--remote-debugging-port=0', `http://127.0.0.1:${port}/page`], { stdio: 'ignore' });
    const ended = once(browser, 'exit');
    try {
      assert.deepEqual(await within(result(), 'the page'), {
        echo: 'κόσμε 😀', binary: true, protocol: 'chat', extensions: 'permessage-deflate', closed: '4321 as you like true', refused: 1006, upgraded: 'websocket', echoed: 'from the browser',
      });
    } finally {
      browser.kill();
      await ended;
      try {
        fs.rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      } catch {
        // a process of the browser still writes; the directory is a temporary one
      }
    }
  },
};

import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

// What systemd does for heart-survey.socket: holds a socket that listens, and gives it to one collector after the other.
// It never takes a connection itself, since its own event loop stands still while a collector runs.

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const server = createServer().listen({ port: 0, backlog: 1024 });
// oxlint-disable-next-line no-underscore-dangle -- Node has no other word for it.
const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
for (let turn = 1; turn <= Number(process.argv[2]); turn += 1) {
  // The shell becomes the collector, and so is the one to say which process the socket is for.
  const become = 'echo "pid $$"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"';
  spawnSync('/bin/sh', ['-c', become, process.execPath, main, 'serve'], {
    stdio: ['ignore', 'inherit', 'inherit', fd],
  });
}
process.exit();

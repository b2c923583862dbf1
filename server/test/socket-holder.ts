import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { builtCollector } from './processes.ts';

// What systemd does for heart-survey.socket: holds a socket that listens, and gives it to one collector after the other.
// It never takes a connection itself, since its own event loop stands still while a collector runs.

const server = createServer().listen({ port: 0, backlog: 1024 });
// oxlint-disable-next-line no-underscore-dangle -- Node has no other word for it.
const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
for (let turn = 1; turn <= Number(process.argv[2]); turn += 1) {
  // The shell becomes the collector, and so is the one to say which process the socket is for.
  const become = 'echo "pid $$"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"';
  spawnSync('/bin/sh', ['-c', become, process.execPath, builtCollector, 'serve'], {
    stdio: ['ignore', 'inherit', 'inherit', fd],
  });
}
process.exit();

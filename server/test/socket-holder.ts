import { spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { builtCollector } from './processes.ts';

// Does what systemd does for heart-survey.socket: keeps a listening socket, and passes it to one collector after another.
// It never accepts a connection itself, because its event loop is blocked while a collector runs.

const server = createServer().listen({ port: 0, backlog: 1024 });
// oxlint-disable-next-line no-underscore-dangle -- Node has no other name for it.
const { fd } = (server as unknown as { _handle: { fd: number } })._handle;
process.stdout.write(`port ${(server.address() as AddressInfo).port}\n`);
for (let turn = 1; turn <= Number(process.argv[2]); turn += 1) {
  // The shell becomes the collector, so only it knows the process id that the socket is for.
  const become = 'echo "pid $$"; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0" "$@"';
  spawnSync('/bin/sh', ['-c', become, process.execPath, builtCollector, 'serve'], {
    stdio: ['ignore', 'inherit', 'inherit', fd],
  });
}
process.exit();

/** ClamAV's daemon: a socket in the sandbox's folder that knows one virus, the one that everybody tests with. */
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Kit, SandboxSystem } from '../core/system.ts'

type Scan = { id: string; bytes: number; found: string | null }

const servers = new Map<Kit, Server>()
const scansOf = (kit: Kit) => kit.store.collection<Scan>('scans')
/** In two parts, or scanners would find this file. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')
const streamBytesMax = 25_000_000

export const clamd: SandboxSystem = {
  name: 'clamd',
  title: 'Virus scanner',
  apiPrefixes: [],
  faults: { silent: 'Files are taken and nothing is said of them.', broken: 'Every answer is an error.' },
  register() {},
  async start(kit) {
    const path = join(kit.settings.directory, 'clamd.sock')
    // Longer names are cut off by the system: such a folder has no scanner.
    if (path.length > 100) return
    rmSync(path, { force: true })
    const server = createServer((socket) => converse(kit, socket))
    servers.set(kit, server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  },
  async stop(kit) {
    const server = servers.get(kit)
    servers.delete(kit)
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()))
  },
  overview: (kit) => [
    { label: 'Files', value: scansOf(kit).list().length },
    { label: 'Infected', value: scansOf(kit).list().filter(({ found }) => found).length, tone: 'bad' }, // prettier-ignore
  ],
  tables: (kit) => [
    {
      name: 'scans',
      title: 'Files',
      columns: ['Bytes', 'Found'],
      rows: scansOf(kit)
        .list()
        .map(({ bytes, found }) => ({ cells: [bytes, found] })),
    },
  ],
  state: (kit) => ({ scans: scansOf(kit).list() }),
  reset() {},
}

/** One command on a connection, as those with a `z` in front are. */
function converse(kit: Kit, socket: Socket): void {
  let received = Buffer.alloc(0)
  const say = (text: string) => socket.end(`${text}\0`)
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    const end = received.indexOf(0)
    if (end < 0) return
    const command = received.subarray(0, end).toString()
    if (command === 'zPING') return say('PONG')
    if (command !== 'zINSTREAM') return say('UNKNOWN COMMAND')
    const content = readStream(received.subarray(end + 1))
    if (content === 'too_long') return say('INSTREAM size limit exceeded. ERROR')
    if (!content) return
    const about = { method: 'INSTREAM', path: '' }
    if (kit.faults.strikes('silent', about)) return
    if (kit.faults.strikes('broken', about)) return say("Can't allocate memory ERROR")
    const found = content.includes(eicar) ? 'Win.Test.EICAR_HDB-1' : null
    const id = String(scansOf(kit).list().length + 1)
    scansOf(kit).put(id, { id, bytes: content.length, found })
    say(found ? `stream: ${found} FOUND` : 'stream: OK')
  })
}

/** What came between the lengths; null while the end is missing. */
function readStream(bytes: Buffer): Buffer | null | 'too_long' {
  const chunks: Buffer[] = []
  let at = 0
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(at)
    if (length === 0) return Buffer.concat(chunks)
    if (at + length > streamBytesMax) return 'too_long'
    if (at + 4 + length > bytes.length) return null
    chunks.push(bytes.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return null
}

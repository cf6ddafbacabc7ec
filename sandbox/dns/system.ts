/** Name servers of the world: UDP on the number of the HTTP port. Names are what was written here, or tell their address themselves. */
import { createSocket, type Socket } from 'node:dgram'
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { readQuestion, typeA, typeAaaa, writeAnswer } from './message.ts'

type NameRecord = { name: string; addresses: string[] }

const sockets = new Map<Kit, Socket>()
const recordsOf = (kit: Kit) => kit.store.collection<NameRecord>('names')
/** `203-0-113-7.any.example` points to 203.0.113.7. */
const telling = /^(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})\./

export const dns: SandboxSystem = {
  name: 'dns',
  title: 'Name servers',
  apiPrefixes: [],
  faults: { silent: 'Questions are not answered.' },
  register(app: FastifyInstance, kit: Kit) {
    app.post<{ Body: { name?: unknown; addresses?: unknown } }>('/_dns/names', async (request, reply) => {
      const { name, addresses } = request.body ?? {}
      if (typeof name !== 'string' || !Array.isArray(addresses))
        return reply.status(400).send({ error: 'name and addresses' })
      const record = { name: name.toLowerCase(), addresses: addresses.map(String) }
      recordsOf(kit).put(record.name, record)
      return record
    })
  },
  async start(kit) {
    const socket = createSocket('udp4')
    sockets.set(kit, socket)
    socket.on('message', (message, from) => {
      const question = readQuestion(message)
      if (!question || kit.faults.strikes('silent', { method: 'QUERY', path: question.name })) return
      socket.send(writeAnswer(message, question, find(kit, question)), from.port, from.address)
    })
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(kit.settings.port, kit.settings.host, resolve)
    })
  },
  async stop(kit) {
    const socket = sockets.get(kit)
    sockets.delete(kit)
    if (socket) await new Promise<void>((resolve) => socket.close(() => resolve()))
  },
  overview: (kit) => [{ label: 'Names', value: recordsOf(kit).list().length }],
  tables: (kit) => [
    {
      name: 'names',
      title: 'Names',
      columns: ['Name', 'Addresses'],
      rows: recordsOf(kit)
        .list()
        .map(({ name, addresses }) => ({ cells: [name, addresses.join(', ')] })),
    },
  ],
  state: (kit) => ({ names: recordsOf(kit).list() }),
  reset() {},
}

/** Null where there is no such name. */
function find(kit: Kit, { name, type }: { name: string; type: number }): string[] | null {
  const told = telling.exec(name)
  const all = recordsOf(kit).get(name)?.addresses ?? (told ? [told.slice(1, 5).join('.')] : null)
  if (!all) return null
  return all.filter((address) => (address.includes(':') ? type === typeAaaa : type === typeA))
}

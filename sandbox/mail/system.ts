/** The mail stand-in: a mail port that keeps what it is given, and an interface to read it. */
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem, Table } from '../core/system.ts'
import { Inbox } from './inbox.ts'
import { registerMailRoutes } from './routes.ts'
import { MailPort } from './smtp.ts'

const ROWS_MAX = 200
const HOUR_MS = 3_600_000

let port: MailPort | null = null

export const mail: SandboxSystem = {
  name: 'mail',
  title: 'Mail',
  // Faults and the log belong to the mail port; reading the inbox is never disturbed.
  apiPrefixes: [],
  faults: {
    reject: 'Recipients are refused for good (550).',
    reject_temporarily: 'Recipients are refused for now (451).',
  },
  register(app: FastifyInstance, kit: Kit) {
    registerMailRoutes(app, new Inbox(kit))
  },
  async start(kit) {
    port = new MailPort(kit, new Inbox(kit))
    await port.open()
    console.log(`sandbox: smtp://${kit.settings.host}:${kit.settings.smtpPort}`)
  },
  async stop() {
    await port?.close()
    port = null
  },
  overview(kit) {
    const inbox = new Inbox(kit)
    const since = new Date(kit.nowMs() - HOUR_MS)
    return [
      { label: 'Messages', value: inbox.count() },
      { label: 'In the last hour', value: inbox.list({ since }).length },
    ]
  },
  tables: (kit) => [messageTable(kit)],
  state: (kit) => ({ messages: new Inbox(kit).list() }),
  reset() {},
}

function messageTable(kit: Kit): Table {
  return {
    name: 'messages',
    title: 'Messages',
    columns: ['Received', 'To', 'Subject', 'Attachments'],
    rows: new Inbox(kit).list({ limit: ROWS_MAX }).map((message) => ({
      href: `/mail/${message.id}`,
      cells: [
        message.receivedAt,
        message.envelope.to.join(', '),
        message.subject,
        message.attachments.length,
      ],
    })),
  }
}

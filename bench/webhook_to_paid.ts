import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import pg from 'pg'
import type { Tenant } from '#app/shared/database/context'
import { BeginInvoicePayment } from '#app/payments/index'
import { addAda } from '../tests/support/customers.js'
import { addInvoice, connectStripe } from '../tests/support/payments.js'
import { Sandbox } from '../tests/support/sandbox.js'
import { as } from '../tests/support/tenants.js'
import { SandboxProcess } from '../tests/sandbox/sandbox_process.js'
import { letterSecret, postLetter, writeLetter } from './support/letters.js'
import { createLiveTenant } from './support/live_tenant.js'
import { findFreePort, Program } from './support/programs.js'
import type { Figures } from './support/report.js'
import { settleOthers } from './support/settle_others.js'

const times = 60
const warmUpTimes = 20
const lookEveryMs = 2
const waitMsMax = 20_000
const aimMs = 250

/** Of one payment, in milliseconds from the moment in which its message was sent. */
interface Way {
  answeredMs: number
  paidMs: number
}

/**
 * How long it takes from a gateway's message to the invoice that is paid: web process and worker as they are, the gateway's stand-in
 * asked over HTTP, and nothing else to do. The pauses between payments differ, so that none falls in step with those who look for work.
 */
export async function measureWebhookToPaid(): Promise<Figures> {
  await settleOthers()
  const stand = new Sandbox(await SandboxProcess.start())
  const tenant = await createLiveTenant()
  const customerId = await addAda(tenant)
  const gatewayId = await connectStripe(tenant, stand, { webhookSecret: letterSecret })
  const port = await findFreePort()
  const web = Program.start('bin/server.ts', { PORT: String(port) })
  const worker = Program.start('bin/worker.ts', { SMTP_URL: `smtp://127.0.0.1:${stand.process.smtpPort}` })
  const watch = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    options: `-c app.tenant=${tenant.id}`,
  })
  const agent = new Agent({ keepAlive: true })
  const mailbox = { agent, port, slug: tenant.slug, gatewayId }
  try {
    await watch.connect()
    await web.answersAt(`http://127.0.0.1:${port}/health/live`)
    const ways: Way[] = []
    for (let time = 0; time < warmUpTimes + times; time += 1) {
      const { invoiceId, reference } = await payAtGateway(tenant, customerId, stand)
      await pause(100 + ((time * 137) % 500))
      const sentAt = performance.now()
      const status = await postLetter(mailbox, writeLetter({ reference }))
      if (status !== 200) throw new Error(`Answered ${status}`)
      const answeredMs = performance.now() - sentAt
      await untilPaid(watch, invoiceId)
      ways.push({ answeredMs, paidMs: performance.now() - sentAt })
    }
    return toFigures(ways.slice(warmUpTimes))
  } finally {
    agent.destroy()
    await watch.end()
    await Promise.all([web.stop(), worker.stop(), stand.process.stop()])
  }
}

/** The customer has paid at the gateway, and we have not heard of it. */
async function payAtGateway(tenant: Tenant, customerId: string, stand: Sandbox) {
  const invoiceId = await addInvoice(tenant, customerId, { dueOn: '2099-01-01' })
  const begin = await app.container.make(BeginInvoicePayment)
  const begun = await as(tenant, () => begin.execute({ invoiceId, customerId }))
  if (!begun.ok) throw new Error(begun.error.type)
  const { form, payment } = begun.value
  await stand.confirm(form!.clientSecret)
  return { invoiceId, reference: payment.gatewayReference! }
}

async function untilPaid(watch: pg.Client, invoiceId: string): Promise<void> {
  const deadline = performance.now() + waitMsMax
  const question = {
    name: 'paid',
    text: `select from invoices where id = $1 and status = 'paid'`,
    values: [invoiceId],
  }
  while ((await watch.query(question)).rowCount === 0) {
    if (performance.now() > deadline) throw new Error(`Not paid after ${waitMsMax} ms`)
    await pause(lookEveryMs)
  }
}

function toFigures(ways: Way[]): Figures {
  const at = (values: number[], share: number) =>
    Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!)
  const paid = ways.map(({ paidMs }) => paidMs)
  const median = at(paid, 0.5)
  return {
    what: `From a gateway's message to the invoice that is paid, ${ways.length} times one after the other, nothing else to do`,
    figures: [
      {
        label: 'answered, p50',
        value: at(
          ways.map(({ answeredMs }) => answeredMs),
          0.5
        ),
        unit: 'ms',
      },
      { label: 'paid, p95', value: at(paid, 0.95), unit: 'ms' },
      { label: 'paid, longest', value: Math.round(Math.max(...paid)), unit: 'ms' },
    ],
    aims: [{ label: 'paid, p50 in ms', value: median, wanted: `under ${aimMs}`, isReached: median < aimMs }],
  }
}

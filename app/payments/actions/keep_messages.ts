import { currentTenant } from '#app/shared/database/context'
import { statementFor } from '#app/shared/jobs/queue'
import { tellOfWaitingJobs } from '#app/shared/jobs/waiting_jobs'
import { handleWebhooksJob, shareOut } from '#app/payments/domain/jobs'
import { keepMessages, messageKey, type NewMessage } from '#app/payments/records/inbox'

export type ReceivedMessage = Omit<NewMessage, 'repeats'>

interface Waiting {
  message: ReceivedMessage
  resolve: (isNew: boolean) => void
  reject: (error: unknown) => void
}

/** The same message, as often as it came while another batch was being written. */
type Copies = [Waiting, ...Waiting[]]

interface Line {
  waiting: Map<string, Copies>
  isBusy: boolean
  /** Set while only repeats wait. */
  timer: NodeJS.Timeout | null
}

/** Messages that were kept by this process lately: what comes again needs no job. */
const lately = new Set<string>()
const latelyMax = 10_000

/** So long a message that was kept already waits for company: whoever sends it again loses nothing by it, and in a flood of repeats it saves most. */
const repeatPauseMs = 50
const lines = new Map<string, Line>()
const batchMax = 100

/**
 * Keeps a message for good and queues its handling. Messages that come while others are being written are written together, in one
 * transaction: alone none waits but what was kept before, and in a flood a hundred cost little more than one. Copies of one message are one
 * row among them.
 * @returns whether it is new; a repeat is counted
 */
export function keepMessage(message: ReceivedMessage): Promise<boolean> {
  const tenantId = currentTenant().id
  const line = lines.get(tenantId) ?? { waiting: new Map(), isBusy: false, timer: null }
  lines.set(tenantId, line)
  return new Promise((resolve, reject) => {
    const waiting = { message, resolve, reject }
    const key = messageKey(message)
    const copies = line.waiting.get(key)
    if (copies) copies.push(waiting)
    else line.waiting.set(key, [waiting])
    if (line.isBusy) return
    if (!lately.has(key)) return void workOff(tenantId, line)
    waitForCompany(tenantId, line)
  })
}

function waitForCompany(tenantId: string, line: Line): void {
  line.timer ??= setTimeout(() => void workOff(tenantId, line), repeatPauseMs)
}

async function workOff(tenantId: string, line: Line): Promise<void> {
  if (line.isBusy) return
  line.isBusy = true
  if (line.timer) clearTimeout(line.timer)
  line.timer = null
  // Those that came first, of which repeats may be all; then what is new among those that came meanwhile.
  await writeBatch(takeBatch(line))
  while (hasNew(line)) await writeBatch(takeBatch(line))
  line.isBusy = false
  if (line.waiting.size > 0) waitForCompany(tenantId, line)
  else lines.delete(tenantId)
}

function hasNew({ waiting }: Line): boolean {
  return [...waiting.keys()].some((key) => !lately.has(key))
}

/** The next ones, by their keys: whoever else writes the same ones does it in the same order. */
function takeBatch(line: Line): Copies[] {
  const taken = [...line.waiting].slice(0, batchMax)
  for (const [key] of taken) line.waiting.delete(key)
  return taken.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, copies]) => copies)
}

/** One message that cannot be kept must not take others with it. */
async function writeBatch(batch: Copies[]): Promise<void> {
  try {
    const fresh = await write(batch.map((copies) => ({ ...copies[0].message, repeats: copies.length - 1 })))
    for (const [first, ...others] of batch) {
      first.resolve(fresh.has(first.message.id))
      for (const other of others) other.resolve(false)
    }
  } catch (error) {
    if (batch.length === 1) return batch[0]!.forEach(({ reject }) => reject(error))
    for (const copies of batch) await writeBatch([copies])
  }
}

/**
 * Jobs are queued before it is known which messages are new, so that nobody waits in between; of a message that came before, the job
 * finds nothing to do.
 */
async function write(messages: NewMessage[]): Promise<Set<string>> {
  const toHandle = messages.filter(
    (message) => message.status === 'pending' && !lately.has(messageKey(message))
  )
  // Those about one thing belong into one job: they are followed together.
  const ordered = toHandle.toSorted((a, b) => (thingOf(a) < thingOf(b) ? -1 : 1))
  const jobs = shareOut(ordered.map(({ id }) => id))
  const before = jobs.length > 0 ? [await statementFor(handleWebhooksJob, jobs)] : []
  const fresh = await keepMessages(messages, before)
  if (jobs.length > 0) tellOfWaitingJobs(handleWebhooksJob.queue)
  if (lately.size > latelyMax) lately.clear()
  for (const message of messages) lately.add(messageKey(message))
  return fresh
}

function thingOf({ objectReference, id }: NewMessage): string {
  return objectReference ?? id
}

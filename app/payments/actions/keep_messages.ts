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
  timer: NodeJS.Timeout | null
  /** When that rings, by the clock of the process. */
  ringsAt: number
  /** How many were written together last, and when that was done. */
  lastSize: number
  lastAt: number
}

/** Messages that were kept by this process lately: what comes again needs no job. */
const lately = new Set<string>()
const latelyMax = 10_000

/** So long a message that was kept already waits for company: whoever sends it again loses nothing by it, and in a flood of repeats it saves most. */
const repeatPauseMs = 50
/** So long a new one does when others came together with it just before. One that comes alone waits for nothing. */
const companyMs = 1
/** What came together longer ago says nothing about now. */
const companyGoneMs = 20
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
  const line = lines.get(tenantId) ?? newLine(tenantId)
  return new Promise((resolve, reject) => {
    const waiting = { message, resolve, reject }
    const key = messageKey(message)
    const copies = line.waiting.get(key)
    if (copies) copies.push(waiting)
    else line.waiting.set(key, [waiting])
    if (!line.isBusy) moveOn(line)
  })
}

function newLine(tenantId: string): Line {
  const line = { waiting: new Map(), isBusy: false, timer: null, ringsAt: 0, lastSize: 0, lastAt: 0 }
  lines.set(tenantId, line)
  return line
}

/**
 * Writes what waits, at once or a moment later. Senders write again as soon as they were answered, one after the other: were the first of them
 * written alone, each second transaction would hold one message.
 */
function moveOn(line: Line): void {
  if (line.waiting.size === 0) return
  const isInCompany = performance.now() - line.lastAt < companyGoneMs && line.waiting.size < line.lastSize
  if (!hasNew(line)) wait(line, repeatPauseMs)
  else if (isInCompany) wait(line, companyMs)
  else void workOff(line)
}

/** What is new does not wait for as long as the repeats before it. */
function wait(line: Line, pauseMs: number): void {
  const ringsAt = performance.now() + pauseMs
  if (line.timer && line.ringsAt <= ringsAt) return
  if (line.timer) clearTimeout(line.timer)
  line.timer = setTimeout(() => void workOff(line), pauseMs)
  line.ringsAt = ringsAt
}

async function workOff(line: Line): Promise<void> {
  if (line.isBusy) return
  line.isBusy = true
  if (line.timer) clearTimeout(line.timer)
  line.timer = null
  const batch = takeBatch(line)
  await writeBatch(batch)
  Object.assign(line, { isBusy: false, lastSize: batch.length, lastAt: performance.now() })
  moveOn(line)
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

import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { handleWebhookJob } from '#app/payments/domain/jobs'
import { keepMessages, messageKey, type NewMessage } from '#app/payments/records/inbox'

interface Waiting {
  message: NewMessage
  resolve: (isNew: boolean) => void
  reject: (error: unknown) => void
}

interface Line {
  waiting: Waiting[]
  isBusy: boolean
}

const lines = new Map<string, Line>()
const batchMax = 100

/**
 * Keeps a message for good and queues its handling. Messages that come while others are being written are written together, in one
 * transaction: alone none waits, and in a flood a hundred cost little more than one.
 * @returns whether it is new; a repeat is counted
 */
export function keepMessage(message: NewMessage): Promise<boolean> {
  const tenantId = currentTenant().id
  const line = lines.get(tenantId) ?? { waiting: [], isBusy: false }
  lines.set(tenantId, line)
  return new Promise((resolve, reject) => {
    line.waiting.push({ message, resolve, reject })
    if (!line.isBusy) void workOff(tenantId, line)
  })
}

async function workOff(tenantId: string, line: Line): Promise<void> {
  line.isBusy = true
  while (line.waiting.length > 0) await writeBatch(takeDistinct(line))
  lines.delete(tenantId)
}

/** The same message twice has to be written one after the other: the second is counted. */
function takeDistinct(line: Line): Waiting[] {
  const taken = new Map<string, Waiting>()
  const left: Waiting[] = []
  for (const each of line.waiting) {
    const key = messageKey(each.message)
    if (taken.has(key) || taken.size >= batchMax) left.push(each)
    else taken.set(key, each)
  }
  line.waiting = left
  return [...taken.values()]
}

/** One message that cannot be kept must not take others with it. */
async function writeBatch(batch: Waiting[]): Promise<void> {
  try {
    const fresh = await write(batch.map(({ message }) => message))
    for (const { message, resolve } of batch) resolve(fresh.has(message.id))
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error)
    for (const each of batch) await writeBatch([each])
  }
}

function write(messages: NewMessage[]): Promise<Set<string>> {
  return inTransaction(async () => {
    const fresh = await keepMessages(messages)
    const toHandle = messages.filter(({ id, status }) => status === 'pending' && fresh.has(id))
    await enqueueMany(
      handleWebhookJob,
      toHandle.map(({ id }) => ({ messageId: id }))
    )
    return fresh
  })
}

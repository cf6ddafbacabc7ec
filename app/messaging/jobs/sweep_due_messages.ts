import { inTransaction } from '#app/shared/database/unit'
import { enqueueMany } from '#app/shared/jobs/queue'
import { Clock } from '#app/shared/time/clock'
import { sendMessage } from '#app/messaging/domain/jobs'
import * as messages from '#app/messaging/records/messages'

const batchSize = 500

/** Finds mails whose pause is over or whose job was lost, and queues them again. */
export function sweepDueMessages(): Promise<number> {
  return inTransaction(async () => {
    const ids = await messages.listDue(new Clock().now(), batchSize)
    await enqueueMany(
      sendMessage,
      ids.map((messageId) => ({ messageId }))
    )
    return ids.length
  })
}

import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import * as messages from '#app/messaging/records/messages'

/** Which mails went to this customer (or to anybody), newest first? */
export async function listMessages({
  customerId,
  before,
  size,
}: {
  customerId: string | null
  before: string | null
  size: number
}): Promise<Page<messages.Message>> {
  return toPage(await inReadTransaction(() => messages.list({ customerId, before, limit: size + 1 })), size)
}

export function findMessage(id: string): Promise<messages.Message | undefined> {
  return inReadTransaction(() => messages.find(id))
}

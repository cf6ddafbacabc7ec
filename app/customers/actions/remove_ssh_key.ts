import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { sshKeyRemoved } from '#app/customers/events'
import { deleteKey } from '#app/customers/records/ssh_keys'

/** Forgets a key. Systems that accept it go on to do so until they are installed anew: nobody reaches into them. */
@inject()
export class RemoveSshKey {
  constructor(private events: EventLog) {}

  execute(key: { id: string; customerId: string }): Promise<Result<void, { type: 'key_not_found' }>> {
    return inTransaction(async () => {
      const removed = await deleteKey(key)
      if (!removed) return err({ type: 'key_not_found' as const })
      const { customerId, id, name, fingerprint } = removed
      const data = { customerId, sshKeyId: id, name, fingerprint }
      await this.events.record([
        fact(sshKeyRemoved, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok()
    })
  }
}

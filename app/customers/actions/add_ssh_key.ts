import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { readSshKey, type SshKeyProblem } from '#app/customers/domain/ssh_key'
import { sshKeyAdded } from '#app/customers/events'
import { lock } from '#app/customers/records/customers'
import { insertKey, listKeysOf, type SshKey } from '#app/customers/records/ssh_keys'

export interface AddSshKeyInput {
  customerId: string
  /** Empty: what stands behind the key. */
  name: string
  text: string
}

export type AddSshKeyError = { type: SshKeyProblem | 'key_known' | 'too_many_keys' }

const keysMax = 50
const nameLengthMax = 100

/** Keeps a public key for a customer. Systems that run already are not changed by it. */
@inject()
export class AddSshKey {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ customerId, name, text }: AddSshKeyInput): Promise<Result<SshKey, AddSshKeyError>> {
    const read = readSshKey(text)
    if (!read.ok) return err({ type: read.error })
    const { publicKey, fingerprint, comment } = read.value
    const shown = (name || comment.replaceAll(/\p{Cc}/gu, '') || fingerprint).slice(0, nameLengthMax)
    const key = { id: newId(), customerId, name: shown, publicKey, fingerprint, createdAt: this.clock.now() }
    return inTransaction(async () => {
      await lock(customerId)
      if ((await listKeysOf(customerId)).length >= keysMax) return err({ type: 'too_many_keys' as const })
      if (!(await insertKey(key))) return err({ type: 'key_known' as const })
      const data = { customerId, sshKeyId: key.id, name: key.name, fingerprint }
      await this.events.record([
        fact(sshKeyAdded, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(key)
    })
  }
}

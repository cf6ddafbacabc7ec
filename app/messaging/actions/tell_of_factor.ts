import { inject } from '@adonisjs/core'
import type { Fact } from '#app/shared/events/event'
import { inTransaction } from '#app/shared/database/unit'
import { enqueue } from '#app/shared/jobs/queue'
import { listLackingFactor } from '#app/identity/index'
import { QueueMessage } from '#app/messaging/actions/queue_message'
import { tellOfFactor } from '#app/messaging/domain/jobs'

const toldAtOnce = 200

interface RuleFacts {
  customerSecondFactor: string
  customerSecondFactorFrom: string | null
}

export interface FactorNotice {
  /** The change of the rule: of one change people hear once. */
  cause: string
  who: 'trusted' | 'everybody'
  from: string
  after: string | null
}

/** Begins to tell those of whom a second factor is asked from some day on. (`sign_in_rules.changed`) */
export async function mailFactorWanted({
  id,
  data: { before, after },
}: Fact<{ before: RuleFacts; after: RuleFacts }>): Promise<void> {
  const { customerSecondFactor: who, customerSecondFactorFrom: from } = after
  const isSame = who === before.customerSecondFactor && from === before.customerSecondFactorFrom
  if (isSame || from === null || (who !== 'trusted' && who !== 'everybody')) return
  await enqueue(tellOfFactor, { cause: id, who, from, after: null })
}

/** Tells some of those who have no second factor yet from which day on they need one; the next ones follow. */
@inject()
export class TellOfFactor {
  constructor(private queue: QueueMessage) {}

  async execute({ cause, who, from, after }: FactorNotice): Promise<void> {
    await inTransaction(async () => {
      const people = await listLackingFactor(who, { after, size: toldAtOnce })
      await this.queue.execute({
        kind: 'factor_wanted',
        subject: { kind: 'event', id: cause },
        customerId: null,
        recipients: people,
        content: {
          values: { date: { date: from.slice(0, 10) } },
          facts: [],
          action: { surface: 'account', path: '/security' },
        },
      })
      const last = people.at(-1)
      if (last && people.length === toldAtOnce)
        await enqueue(tellOfFactor, { cause, who, from, after: last.userId })
    })
  }
}

import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { type BeyondMaker, findBeyondMaker, makeToken } from '#app/identity/domain/api_token'
import { apiTokenCreated } from '#app/identity/events'
import * as apiTokens from '#app/identity/records/api_tokens'

export interface NewApiToken {
  userId: string
  /** Null for a token of a staff member. */
  customerId: string | null
  name: string
  abilities: Ability[]
  /** What the maker may do: a token cannot be given more. */
  makerAbilities: ReadonlySet<Ability>
  /** The token that makes it, which it does not outlive and does not reach beyond; null for a person in a browser. */
  makerTokenId: string | null
  expiresAt: Date | null
  /** From where it works, in CIDR notation; none: from everywhere. */
  networks: string[]
}

export type CreateApiTokenError =
  { type: 'ability_not_held'; ability: Ability } | { type: 'expires_in_the_past' } | { type: BeyondMaker }

/** Makes an API token. Its text is in the answer and nowhere else: only a hash is kept. */
@inject()
export class CreateApiToken {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(
    input: NewApiToken
  ): Promise<Result<{ token: string; row: apiTokens.ApiToken }, CreateApiTokenError>> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const missing = input.abilities.find((ability) => !input.makerAbilities.has(ability))
      if (missing) return err({ type: 'ability_not_held' as const, ability: missing })
      if (input.expiresAt && input.expiresAt <= now) return err({ type: 'expires_in_the_past' as const })
      const maker = input.makerTokenId ? await apiTokens.find(input.makerTokenId) : undefined
      // Where nothing else is wished, it gets what its maker has.
      const expiresAt = input.expiresAt ?? maker?.expires_at ?? null
      const networks = input.networks.length > 0 ? input.networks : (maker?.networks ?? [])
      const beyond = maker && findBeyondMaker({ expires_at: expiresAt, networks }, maker)
      if (beyond) return err({ type: beyond })
      const { token, hash } = makeToken()
      const row = await apiTokens.insert({
        id: newId(),
        user_id: input.userId,
        customer_id: input.customerId,
        name: input.name,
        token_hash: hash,
        abilities: input.abilities,
        networks,
        expires_at: expiresAt,
        created_at: now,
      })
      const data = { tokenId: row.id, name: row.name, abilities: row.abilities }
      const subject = { kind: 'user', id: input.userId }
      await this.events.record([fact(apiTokenCreated, subject, { customerId: input.customerId, data })])
      return ok({ token, row })
    })
  }
}

import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { type BeyondMaker, findBeyondMaker, makeToken } from '#app/identity/domain/api_token'
import { apiTokenRotated } from '#app/identity/events'
import * as apiTokens from '#app/identity/records/api_tokens'

export interface TokenRotation {
  id: string
  owner: apiTokens.TokenOwner
  /** What the maker may do: nobody gets at a mightier token by rotating it. */
  makerAbilities: ReadonlySet<Ability>
  /** The token that asks, if one does: it gets at no other that outlives it or reaches further. Itself it may replace. */
  makerTokenId: string | null
  /** How long the old token works on, in hours. */
  overlapHours: number
}

export type RotateApiTokenError =
  { type: 'token_not_found' } | { type: 'ability_not_held'; ability: Ability } | { type: BeyondMaker }

/**
 * Makes a token that takes the place of another, with the same name, abilities, networks and lifetime. The old one works on for a while, so
 * that whoever uses it can be given the new one without a gap.
 */
@inject()
export class RotateApiToken {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute({
    id,
    owner,
    makerAbilities,
    makerTokenId,
    overlapHours,
  }: TokenRotation): Promise<Result<{ token: string; row: apiTokens.ApiToken }, RotateApiTokenError>> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const old = await apiTokens.lockOfOwner(id, owner)
      const isOver = old?.revoked_at || old?.replaced_by || (old?.expires_at && old.expires_at <= now)
      if (!old || isOver) return err({ type: 'token_not_found' as const })
      const missing = (old.abilities as Ability[]).find((ability) => !makerAbilities.has(ability))
      if (missing) return err({ type: 'ability_not_held' as const, ability: missing })
      const expiresAt = sameLifetime(old, now)
      const maker = makerTokenId && makerTokenId !== old.id ? await apiTokens.find(makerTokenId) : undefined
      const beyond = maker && findBeyondMaker({ expires_at: expiresAt, networks: old.networks }, maker)
      if (beyond) return err({ type: beyond })
      const { token, hash } = makeToken()
      const row = await apiTokens.insert({
        id: newId(),
        user_id: old.user_id,
        customer_id: old.customer_id,
        name: old.name,
        token_hash: hash,
        abilities: old.abilities,
        networks: old.networks,
        expires_at: expiresAt,
        created_at: now,
      })
      const until = earlier(old.expires_at, addDuration(now, { hours: overlapHours }))
      await apiTokens.replace(old.id, { by: row.id, until })
      const data = { tokenId: old.id, newTokenId: row.id, name: old.name, worksUntil: until.toISOString() }
      const subject = { kind: 'user', id: owner.userId }
      await this.events.record([fact(apiTokenRotated, subject, { customerId: owner.customerId, data })])
      return ok({ token, row })
    })
  }
}

/** A token that was to live for 90 days is followed by one that does. */
function sameLifetime({ created_at, expires_at }: apiTokens.ApiToken, now: Date): Date | null {
  return expires_at && new Date(now.getTime() + expires_at.getTime() - created_at.getTime())
}

function earlier(one: Date | null, other: Date): Date {
  return one && one < other ? one : other
}

import { inject } from '@adonisjs/core'
import { exportJWK, generateKeyPair } from 'jose'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { seal } from '#app/shared/secrets/keyring'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { keyAheadHours, needsKey, sortKeys } from '#app/identity/domain/oauth'
import { oauthKeyContext } from '#app/identity/domain/oauth_secret'
import * as oauthClients from '#app/identity/records/oauth_clients'
import * as oauthKeys from '#app/identity/records/oauth_keys'

/**
 * Keys that sign what applications are told live in the world's time. A new one is published an hour before it signs; an old one for two days
 * after it signed for the last time: no application ever meets a key that it could not have read.
 */
@inject()
export class RotateOauthKeys {
  constructor(private clock: Clock) {}

  /** Adds a key when the newest is old, and removes those that are past. @returns how many keys came or went */
  async execute({ isAsked = false }: { isAsked?: boolean } = {}): Promise<number> {
    const isUsed = await inReadTransaction(async () => (await oauthClients.list()).length > 0)
    if (!isUsed && !isAsked) return 0
    const known = await inReadTransaction(() => oauthKeys.list())
    const now = this.clock.wall()
    const wants = isAsked || needsKey(known.map(timesOf), now)
    const { past } = sortKeys(known.map(timesOf), now)
    if (!wants && past.length === 0) return 0
    const { privateKey } = await generateKeyPair('RS256', { modulusLength: 3072, extractable: true })
    const jwk = await exportJWK(privateKey)
    return inTransaction(() => this.write(jwk, isAsked))
  }

  private async write(jwk: object, isAsked: boolean): Promise<number> {
    const now = this.clock.wall()
    const keys = (await oauthKeys.lockAll()).map(timesOf)
    const { past } = sortKeys(keys, now)
    await oauthKeys.remove(past.map(({ id }) => id))
    if (!isAsked && !needsKey(keys, now)) return past.length
    const id = newId()
    // The first of all has nobody to wait for.
    const signsFrom = keys.length === 0 ? now : addDuration(now, { hours: keyAheadHours })
    await oauthKeys.insert({
      id,
      sealed_key: JSON.stringify(
        seal(JSON.stringify({ ...jwk, kid: id, use: 'sig', alg: 'RS256' }), oauthKeyContext(id))
      ),
      created_at: now,
      signs_from: signsFrom,
    })
    return past.length + 1
  }
}

export function timesOf({ id, created_at: createdAt, signs_from: signsFrom }: oauthKeys.OauthKey) {
  return { id, createdAt, signsFrom }
}

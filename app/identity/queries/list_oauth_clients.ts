import { inReadTransaction } from '#app/shared/database/unit'
import { type SealedSecret, unseal } from '#app/shared/secrets/keyring'
import { oauthSecretContext } from '#app/identity/domain/oauth_secret'
import * as oauthClients from '#app/identity/records/oauth_clients'
import * as oauthConsents from '#app/identity/records/oauth_consents'

/** Applications that people may sign in to. */
export function listOauthClients(): Promise<oauthClients.OauthClient[]> {
  return inReadTransaction(() => oauthClients.list())
}

export function findOauthClient(id: string): Promise<oauthClients.OauthClient | undefined> {
  return inReadTransaction(() => oauthClients.find(id))
}

/** @returns null for one that has none */
export function openOauthSecret({ id, sealed_secret }: oauthClients.OauthClient): string | null {
  return sealed_secret ? unseal(sealed_secret as unknown as SealedSecret, oauthSecretContext(id)) : null
}

/** What a person allowed which applications. */
export function listOauthConsents(userId: string): Promise<oauthConsents.ConsentRow[]> {
  return inReadTransaction(() => oauthConsents.listOfUser(userId))
}

export function findOauthConsent(userId: string, clientId: string): Promise<string[]> {
  return inReadTransaction(() => oauthConsents.find(userId, clientId))
}

import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { OauthClient } from '#app/identity/records/oauth_clients'
import type { ConsentRow } from '#app/identity/records/oauth_consents'

export function showOauthClient(client: OauthClient) {
  return {
    id: showId('oauthClient', client.id),
    name: client.name,
    has_secret: client.sealed_secret !== null,
    redirect_uris: client.redirect_uris,
    post_logout_redirect_uris: client.post_logout_redirect_uris,
    backchannel_logout_uri: client.backchannel_logout_uri,
    scopes: client.scopes,
    is_trusted: client.is_trusted,
    created_at: client.created_at.toISOString(),
  }
}

const oauthClientFields = {
  id: vine.string(),
  name: vine.string(),
  has_secret: vine.boolean(),
  redirect_uris: vine.array(vine.string()),
  post_logout_redirect_uris: vine.array(vine.string()),
  backchannel_logout_uri: vine.string().nullable(),
  scopes: vine.array(vine.string()),
  is_trusted: vine.boolean(),
  created_at: vine.string(),
}
export const oauthClientShape = vine.create(oauthClientFields)
/** The only answers that hold the secret. */
export const newOauthClientShape = vine.create({ ...oauthClientFields, secret: vine.string().nullable() })

export function showAllowedApplication(consent: ConsentRow) {
  return {
    id: showId('oauthClient', consent.client_id),
    name: consent.client_name,
    scopes: consent.scopes,
    given_at: consent.given_at.toISOString(),
  }
}

export const allowedApplicationShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  scopes: vine.array(vine.string()),
  given_at: vine.string(),
})

import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'
import { isRedirectUri, oauthScopes } from '#app/identity/domain/oauth'

const redirectUri = vine.createRule((value: unknown, _options: undefined, field) => {
  if (typeof value === 'string' && !isRedirectUri(value))
    field.report('The {{ field }} must be a whole https address without a fragment', 'redirect_uri', field)
})

const uris = () => vine.array(vine.string().maxLength(500).use(redirectUri(undefined))).distinct()

const fields = {
  name: singleLine(100),
  redirect_uris: uris().minLength(1).maxLength(10),
  post_logout_redirect_uris: uris().maxLength(10).optional(),
  /** Where it hears that somebody was signed out here; https on the public internet. */
  backchannel_logout_uri: vine.string().maxLength(500).use(redirectUri(undefined)).nullable().optional(),
  scopes: vine.array(vine.enum(oauthScopes)).distinct().optional(),
  is_trusted: vine.boolean().optional(),
}

export const newOauthClient = vine.create({ ...fields, has_secret: vine.boolean().optional() })
export const changedOauthClient = vine.create(fields)

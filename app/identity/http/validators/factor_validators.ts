import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'

/** Six digits of an app, or a recovery code, with whatever spaces and dashes were typed along. */
const code = () => vine.string().trim().minLength(6).maxLength(30)

/** What a browser's passkey said, as it came; the library that verifies it takes it apart. */
const passkeyResponse = () => vine.object({}).allowUnknownProperties()

export const proveByCode = vine.create({ code: code(), is_to_be_trusted: vine.boolean().optional() })

export const confirmTotp = vine.create({ code: code() })

export const askForPasskey = vine.create({ of: vine.enum(['anybody', 'pending', 'me'] as const) })

export const proveByPasskey = vine.create({
  of: vine.enum(['anybody', 'pending', 'me'] as const),
  response: passkeyResponse(),
  is_to_be_trusted: vine.boolean().optional(),
  return_to: vine.string().maxLength(500).optional(),
})

export const addPasskey = vine.create({ name: singleLine(100), response: passkeyResponse() })

export const confirmIdentity = vine.create({
  password: vine.string().maxLength(200),
  code: code().optional(),
  return_to: vine.string().maxLength(500).optional(),
})

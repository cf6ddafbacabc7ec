import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'

const fields = {
  name: singleLine(60),
  issuer: vine.string().trim().maxLength(300),
  client_id: singleLine(300),
  is_enabled: vine.boolean(),
  takes_sign_ups: vine.boolean(),
}

export const newProvider = vine.create({
  ...fields,
  client_secret: vine.string().trim().minLength(1).maxLength(2000),
})

export const changedProvider = vine.create({
  ...fields,
  /** Left out: the present one stays. */
  client_secret: vine.string().trim().minLength(1).maxLength(2000).optional(),
})

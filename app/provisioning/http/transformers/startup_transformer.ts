import vine from '@vinejs/vine'
import { isSecretVariable } from '#app/shared/secrets/secret_names'
import type { ServerSession, ServerStartup } from '#app/provisioning/drivers/contract'

/** @param seesSecrets else values that let somebody in are left out */
export function showStartup({ command, image, images, variables }: ServerStartup, seesSecrets: boolean) {
  const isHidden = (code: string) => !seesSecrets && isSecretVariable(code)
  return {
    command,
    image,
    images,
    variables: variables.map(({ code, name, description, defaultValue, rules, isEditable, value }) => ({
      code,
      name,
      description,
      default_value: defaultValue,
      rules,
      is_editable: isEditable,
      value: isHidden(code) ? '' : value,
      is_hidden: isHidden(code),
    })),
  }
}

export const startupShape = vine.create({
  command: vine.string(),
  image: vine.string(),
  images: vine.array(vine.string()),
  variables: vine.array(
    vine.object({
      code: vine.string(),
      name: vine.string(),
      description: vine.string(),
      default_value: vine.string(),
      rules: vine.string(),
      is_editable: vine.boolean(),
      value: vine.string(),
      is_hidden: vine.boolean(),
    })
  ),
})

export function showSession({ reference, image, state, startedAt, endsAt }: ServerSession) {
  return { reference, image, state, started_at: startedAt, ends_at: endsAt }
}

export const sessionShape = vine.create({
  reference: vine.string(),
  image: vine.string(),
  state: vine.enum(['starting', 'running', 'failed'] as const),
  started_at: vine.string(),
  ends_at: vine.string().nullable(),
})

import type { Infer } from '@vinejs/vine/types'
import { graceDaysMax } from '#app/identity/domain/sign_in_rules'
import vine from '@vinejs/vine'
import { customerAbilities, staffAbilities } from '#app/shared/http/caller'
import { locale, pageRules, singleLine, timeZone } from '#app/shared/http/common_rules'
import { isInstant } from '#app/shared/http/day_rule'
import { readTeam } from '#app/identity/domain/access_assertion'
import { readNetwork } from '#app/identity/domain/allowed_network'
import { staffRoles } from '#app/identity/domain/roles'
import { newPassword } from '#app/identity/http/validators/password_rule'

export const roleName = /^[a-z][a-z0-9_]{0,39}$/

const network = vine.createRule((value, _options, field) => {
  const read = typeof value === 'string' ? readNetwork(value) : null
  if (read) field.mutate(read, field)
  else field.report('The {{ field }} is no network, such as 203.0.113.0/24', 'network', field)
})

export const email = () => vine.string().trim().email().maxLength(254)

/** Usual roles and the tenant's own; whether there is such a role is asked where it is given. */
const roleNames = () => vine.array(vine.string().regex(roleName)).minLength(1).maxLength(10).distinct()

export const updateProfile = vine.create({
  name: singleLine(200).optional(),
  locale: locale().optional(),
  time_zone: timeZone().optional(),
})

export const changePassword = vine.create({
  current_password: vine.string().maxLength(200),
  new_password: newPassword(),
})

export const signIn = vine.create({
  email: vine.string().trim().maxLength(254),
  password: vine.string().maxLength(200),
  return_to: vine.string().maxLength(500).optional(),
})

export const requestPasswordReset = vine.create({ email: email() })

export const resetPassword = vine.create({ token: vine.string().maxLength(100), new_password: newPassword() })

export const setSignInRules = vine.create({
  staff_second_factor: vine.enum(['required', 'optional'] as const),
  sign_in_links: vine.boolean(),
  confirm_sign_ups: vine.boolean().optional(),
  customer_second_factor: vine.enum(['nobody', 'trusted', 'everybody'] as const).optional(),
  grace_days: vine.number().withoutDecimals().min(0).max(graceDaysMax).optional(),
})

const accessTeam = vine.createRule((value, _options, field) => {
  const read = typeof value === 'string' ? readTeam(value) : null
  if (read) field.mutate(read, field)
  else field.report('The {{ field }} is no team, such as acme or acme.cloudflareaccess.com', 'team', field)
})

export const setStaffEntrance = vine.create({
  access: vine
    .object({
      team: vine.string().trim().maxLength(120).use(accessTeam()),
      audience: vine
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[0-9a-f]{64}$/),
    })
    .nullable(),
  networks: vine.array(vine.string().trim().maxLength(50).use(network())).maxLength(50),
  idle_minutes: vine.number().withoutDecimals().range([5, 1440]),
  session_hours: vine.number().withoutDecimals().range([1, 24]),
})

/** The longest is of a link to pay fifty invoices. */
export const openLink = vine.create({ key: vine.string().maxLength(6000) })

export const useEmailLink = vine.create({ token: vine.string().maxLength(100) })

export const changeEmail = vine.create({ email: email() })

export const createApiToken = vine.create({
  name: singleLine(100),
  abilities: vine
    .array(vine.enum([...customerAbilities, ...staffAbilities]))
    .minLength(1)
    .maxLength(50)
    .distinct(),
  expires_at: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/)
    // Else a token that should end on the 31st of February would never end.
    .use(isInstant())
    .nullable()
    .optional(),
  networks: vine.array(vine.string().trim().maxLength(50).use(network())).maxLength(50).optional(),
})

export const rotateApiToken = vine.create({
  overlap_hours: vine.number().withoutDecimals().range([0, 168]).optional(),
})

export const addStaffMember = vine.create({
  email: email(),
  name: singleLine(200),
  password: newPassword(),
  locale: locale().optional(),
  roles: vine.array(vine.enum(staffRoles)).minLength(1).maxLength(10).distinct(),
})

export const inviteStaff = vine.create({
  email: email(),
  roles: roleNames(),
})

export const changeStaffRoles = vine.create({ roles: roleNames() })

export const saveStaffRole = vine.create({
  label: singleLine(60).nullable().optional(),
  abilities: vine.array(vine.enum(staffAbilities)).maxLength(50).distinct(),
})

export const listPage = vine.create(pageRules)

/** As the action wants it. */
export function readSignInRules(body: Infer<typeof setSignInRules>) {
  return {
    staffSecondFactor: body.staff_second_factor,
    signInLinks: body.sign_in_links,
    confirmSignUps: body.confirm_sign_ups,
    customerSecondFactor: body.customer_second_factor,
    graceDays: body.grace_days,
  }
}

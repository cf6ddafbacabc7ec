import vine from '@vinejs/vine'
import { locale, timeZone, singleLine } from '#app/shared/http/common_rules'
import { memberPermissions, newPassword } from '#app/identity/index'

const permissions = () => vine.array(vine.enum(memberPermissions)).minLength(1).maxLength(10).distinct()
const email = () => vine.string().trim().email().maxLength(254)

/** Absent or null: every service. */
const services = () =>
  vine.array(vine.string().maxLength(40)).minLength(1).maxLength(500).distinct().nullable().optional()

export const inviteToTeam = vine.create({
  email: email(),
  permissions: permissions(),
  service_ids: services(),
})

export const changeMember = vine.create({ permissions: permissions(), service_ids: services() })

export const transferOwnership = vine.create({ user_id: vine.string().maxLength(40) })

export const chooseCustomer = vine.create({ customer_id: vine.string().maxLength(40) })

export const acceptInvitation = vine.create({
  token: vine.string().maxLength(100),
  email: email().optional(),
  name: singleLine(200).optional(),
  password: newPassword().optional(),
  locale: locale().optional(),
  time_zone: timeZone().optional(),
})

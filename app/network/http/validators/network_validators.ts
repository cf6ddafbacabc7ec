import vine from '@vinejs/vine'
import { country } from '#app/shared/http/country_rule'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { poolStates } from '#app/network/queries/list_holdings'

const place = { name: singleLine(80), city: singleLine(80), country: country() }

export const addDatacenterBody = vine.create({
  code: vine.string().regex(/^[a-z0-9][a-z0-9-]{0,19}$/),
  ...place,
})
export const changeDatacenterBody = vine.create(place)

const pool = {
  datacenter_id: vine.string().maxLength(40),
  name: singleLine(80),
  gateway: vine.string().maxLength(45).nullable().optional(),
  quarantine_hours: vine.number().withoutDecimals().min(0).max(8760).optional(),
  note: vine.string().trim().maxLength(500).optional(),
}
export const openPoolBody = vine.create({ ...pool, network: vine.string().trim().maxLength(50) })
export const changePoolBody = vine.create(pool)

/** The cursor is the last address of the page before. */
export const poolAddressesQuery = vine.create({
  limit: pageRules.limit,
  cursor: vine.string().maxLength(50).optional(),
  state: vine.enum(poolStates).optional(),
})

export const listHoldingsQuery = vine.create({
  ...pageRules,
  /** An address, a network, or the id of a service or customer. */
  q: vine.string().trim().maxLength(60).optional(),
  /** Who held it then: an instant with its zone. */
  at: vine
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/)
    .optional(),
  is_contested: vine.boolean().optional(),
})

export const reserveAddressBody = vine.create({
  address: vine.string().trim().maxLength(50),
  note: singleLine(200),
})

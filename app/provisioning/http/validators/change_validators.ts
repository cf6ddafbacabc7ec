import vine from '@vinejs/vine'
import { readId } from '#app/shared/ids'
import { type Interval, intervalUnits } from '#app/shared/time/calendar'
import { optionChoices, readChoices } from '#app/catalogue/index'
import type { ChangeWish } from '#app/subscriptions/index'

/** Whatever is left out stays as it is. Whether the rest can be had is the catalogue's to say. */
const wishFields = {
  plan_id: vine.string().maxLength(40).optional(),
  interval: vine
    .object({ unit: vine.enum(intervalUnits), count: vine.number().withoutDecimals().min(1).max(36) })
    .optional(),
  options: optionChoices().optional(),
}

export const previewChangeBody = vine.create(wishFields)

export const requestChangeBody = vine.create({
  ...wishFields,
  /** The `total` of the preview, in minor units; negative where money goes to the balance. */
  expected_total: vine.string().regex(/^-?\d{1,15}$/),
  /** The `next.total` of the preview, in minor units: at another one nothing is changed. Left out, only `expected_total` is compared. */
  expected_next: vine
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
})

interface WishOnWire {
  plan_id?: string
  interval?: Interval
  options?: Record<string, unknown>
}

type ChangeBody = WishOnWire & { expected_total: string; expected_next?: string }

/** The wish, and the amounts that were shown for it. */
export function readAskedChange({ expected_total, expected_next, ...wish }: ChangeBody) {
  return {
    wish: readChangeWish(wish),
    expectedTotal: BigInt(expected_total),
    expectedNext: expected_next === undefined ? null : BigInt(expected_next),
  }
}

/** An id that is none names no plan, and a value that is no choice chooses nothing that exists: the catalogue refuses both. */
export function readChangeWish({ plan_id, interval, options }: WishOnWire): ChangeWish {
  return {
    ...(plan_id === undefined ? {} : { planId: readId('plan', plan_id) ?? '' }),
    ...(interval ? { interval } : {}),
    ...(options ? { options: readChoices(options) } : {}),
  }
}

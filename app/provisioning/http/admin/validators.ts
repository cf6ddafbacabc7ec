import vine from '@vinejs/vine'
import { staffHolds } from '#app/provisioning/domain/service'

const note = () => vine.string().trim().minLength(1).maxLength(500)

export const placeHoldForm = vine.create({ hold: vine.enum(staffHolds), note: note() })
export const liftHoldForm = vine.create({ note: note() })
export const powerForm = vine.create({
  action: vine.enum(['boot', 'shutdown', 'restart', 'poweroff'] as const),
})
export const retryForm = vine.create({ position: vine.number().withoutDecimals().min(0).max(100).optional() })
export const reasonForm = vine.create({ reason: note() })

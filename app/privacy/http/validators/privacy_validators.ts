import vine from '@vinejs/vine'
import { mostDays, retentionKinds } from '#app/privacy/domain/retention'

export const setMarketing = vine.create({ is_given: vine.boolean() })

export const askForErasure = vine.create({
  /** The customer's own number, typed in: nobody is forgotten by a slip. */
  number: vine.number().withoutDecimals().positive(),
})

export const holdForm = vine.create({ reason: vine.string().trim().minLength(1).maxLength(1000) })

const keepDays = () => vine.number().withoutDecimals().range([1, mostDays])

export const retentionForm = vine.create({
  rules: vine
    .array(vine.object({ kind: vine.enum(retentionKinds), keep_days: keepDays().nullable() }))
    .minLength(1)
    .maxLength(retentionKinds.length)
    .distinct('kind'),
})

export const previewQuery = vine.create({ kind: vine.enum(retentionKinds), keep_days: keepDays() })

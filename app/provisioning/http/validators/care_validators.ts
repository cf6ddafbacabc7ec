import vine from '@vinejs/vine'
import { singleLine } from '#app/shared/http/common_rules'

export const makeBackupBody = vine.create({ name: singleLine(100) })

/** What every database host takes: panels differ in what they let pass besides. */
export const makeDatabaseBody = vine.create({
  name: vine
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{0,39}$/),
})

export const setReverseNameBody = vine.create({
  name: vine.string().trim().toLowerCase().minLength(1).maxLength(253).nullable(),
})

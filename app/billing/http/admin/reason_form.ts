import vine from '@vinejs/vine'

/** Why staff do what cannot be taken back; kept in the log. */
export const reasonForm = vine.create({ reason: vine.string().trim().minLength(1).maxLength(500) })

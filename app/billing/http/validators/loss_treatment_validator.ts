import vine from '@vinejs/vine'
import { lossTreatments } from '#app/payments/index'

export const lossTreatmentForm = vine.create({ treatment: vine.enum(lossTreatments) })

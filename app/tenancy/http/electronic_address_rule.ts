import vine from '@vinejs/vine'
import { readElectronicAddress } from '#app/tenancy/domain/electronic_address'

const knownScheme = vine.createRule((value, _options, field) => {
  if (typeof value === 'string' && !readElectronicAddress(value))
    field.report('This is no electronic address of a known scheme (EAS).', 'electronic_address', field)
})

/** Where networks deliver e-invoices: `0088:4012345000009`, by a scheme that they know. */
export const electronicAddress = () => vine.string().trim().maxLength(105).use(knownScheme())

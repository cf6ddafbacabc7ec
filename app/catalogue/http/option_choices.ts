import vine from '@vinejs/vine'
import type { OptionChoice } from '#app/catalogue/domain/configure'

/** Values by the codes of options and settings. Whether each can be had is the catalogue's to say; what is emptied in a form arrives as null. */
export const optionChoices = () => vine.record(vine.any().nullable())

/** No option has it among its values, and no setting takes it. */
const noChoice = '\u0000'

export function readChoices(wire: Record<string, unknown>): Record<string, OptionChoice> {
  return Object.fromEntries(Object.entries(wire).map(([code, value]) => [code, toChoice(value)]))
}

function toChoice(value: unknown): OptionChoice {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : noChoice
}

import type { I18n } from '@adonisjs/i18n'
import vine from '@vinejs/vine'
import { familyOf } from '#app/network/index'
import type { SetName } from '#app/provisioning/actions/set_reverse_name'
import { forwards } from '#app/provisioning/domain/reverse_names'

/** Which record to write, in a sentence. */
export function adviseOnName(i18n: I18n, { address, name }: { address: string; name: string }): string {
  const record = familyOf(address) === 4 ? 'A' : 'AAAA'
  return i18n.t('belongings.reverse.advice', { address, name, record })
}

/** An address that points back to a name from now on, and what is still to be done about it. */
export function showSetName(i18n: I18n, { address, name, forward, isPending }: SetName) {
  const isLoose = name !== null && (forward === 'points_elsewhere' || forward === 'unknown')
  const advice = [
    ...(isLoose ? [adviseOnName(i18n, { address, name })] : []),
    ...(isPending ? [i18n.t('belongings.reverse.pending')] : []),
  ]
  return { address, name, forward, is_pending: isPending, advice: advice.join(' ') || null }
}

export const setNameShape = vine.create({
  address: vine.string(),
  name: vine.string().nullable(),
  forward: vine.enum(forwards).nullable(),
  is_pending: vine.boolean(),
  advice: vine.string().nullable(),
})

import { dictionary } from '@zxcvbn-ts/language-common'
import vine from '@vinejs/vine'
import { contextStorage } from '#app/shared/database/context'
import { isCommonPassword, isOfContext } from '#app/identity/domain/common_password'

const leaked: { list: ReadonlySet<string> | null } = { list: null }

/** The most used passwords of known leaks, which come with the package: nobody outside is asked, and nothing of the password leaves. */
function isLeaked(text: string): boolean {
  leaked.list ??= new Set(dictionary['passwords-common'] as string[])
  return leaked.list.has(text)
}

const uncommon = vine.createRule((value, _options, field) => {
  if (typeof value !== 'string') return
  if (isCommonPassword(value, isLeaked) || isOfContext(value, wordsAround(field.parent)))
    field.report('The {{ field }} is among those that are guessed first', 'uncommon', field)
})

/** Who runs this, and what stands beside the password in its form. */
function wordsAround(form: Record<string, unknown>): string[] {
  const tenant = contextStorage.getStore()?.tenant
  const words = [tenant?.name, tenant?.slug, form.name, form.email]
  return words.filter((word) => typeof word === 'string')
}

/**
 * Length is what makes a password strong (NIST SP 800-63B), as long as it is none that guessers try first; the upper bound keeps hashing
 * affordable.
 */
export const newPassword = () => vine.string().minLength(10).maxLength(200).use(uncommon())

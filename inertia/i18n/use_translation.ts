import { usePage } from '@inertiajs/vue3'
import { IntlMessageFormat } from 'intl-messageformat'
import { computed, type ComputedRef } from 'vue'
import type { SharedProps } from '~/shared_props'
import { findMessage } from '~/i18n/messages'

export type Translate = (key: string, values?: Record<string, string | number | boolean | Date>) => string

export interface Translation {
  t: Translate
  /** Whether there is a text, for words that come from data (a state, an event). */
  has: (key: string) => boolean
  locale: ComputedRef<string>
}

const formats = new Map<string, IntlMessageFormat>()

/** Texts in the reader's language: `t('checkout.cart.items', { count: 2 })`. Messages are ICU, as on the server. */
export function useTranslation(): Translation {
  const page = usePage<SharedProps>()
  const locale = computed(() => page.props.locale)
  return {
    locale,
    has: (key) => findMessage(locale.value, key) !== null,
    t(key, values = {}) {
      const message = findMessage(locale.value, key)
      if (message === null) return key
      if (!message.includes('{') && !message.includes("'")) return message
      return String(formatOf(locale.value, message).format(values))
    },
  }
}

function formatOf(locale: string, message: string): IntlMessageFormat {
  const id = `${locale}\n${message}`
  const known = formats.get(id)
  if (known) return known
  const format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
  formats.set(id, format)
  return format
}

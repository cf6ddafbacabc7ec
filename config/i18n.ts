import { defineConfig, loaders } from '@adonisjs/i18n'
import { fileURLToPath } from 'node:url'
import { KeptPhrases } from '#app/shared/texts/kept_phrases'

export default defineConfig({
  defaultLocale: 'en',
  supportedLocales: ['en', 'de'],
  formatter: () => new KeptPhrases(),
  loaders: [loaders.fs({ location: fileURLToPath(new URL('../resources/lang', import.meta.url)) })],
})

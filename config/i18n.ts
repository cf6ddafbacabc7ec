import { defineConfig, formatters, loaders } from '@adonisjs/i18n'
import { fileURLToPath } from 'node:url'

export default defineConfig({
  defaultLocale: 'en',
  supportedLocales: ['en', 'de'],
  formatter: formatters.icu(),
  loaders: [loaders.fs({ location: fileURLToPath(new URL('../resources/lang', import.meta.url)) })],
})

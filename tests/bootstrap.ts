import { assert } from '@japa/assert'
import { apiClient } from '@japa/api-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import type { Config } from '@japa/runner/types'
import { createHttpServer } from '#start/http_server'
import { hashPasswordsCheaply } from '#tests/support/cheap_passwords'
import { recordStatements } from '#tests/support/recorded_statements'

/** Reports travel as JSON, which has no bigint: a failed comparison of amounts would vanish from the summary. */
const showBigInts: NonNullable<Config['plugins']>[number] = ({ emitter }) => {
  emitter.on('test:end', ({ errors }) => {
    for (const { error } of errors) showComparison(error)
  })
}

/** A property that failed holds the comparison that failed as its cause. */
function showComparison(error: unknown): void {
  if (typeof error !== 'object' || error === null) return
  const compared = error as { expected?: unknown; actual?: unknown; cause?: unknown }
  if ('expected' in compared) compared.expected = withoutBigInts(compared.expected)
  if ('actual' in compared) compared.actual = withoutBigInts(compared.actual)
  showComparison(compared.cause)
}

function withoutBigInts(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))
  return text === undefined ? undefined : JSON.parse(text)
}

export const plugins: Config['plugins'] = [assert(), apiClient(), pluginAdonisJS(app), showBigInts]

export const configureSuite: Config['configureSuite'] = (suite) => {
  suite.setup(hashPasswordsCheaply)
  if (['unit', 'api'].includes(suite.name)) suite.setup(recordStatements)
  if (['api', 'journeys', 'browser'].includes(suite.name))
    suite.setup(() => testUtils.httpServer().start(createHttpServer))
}

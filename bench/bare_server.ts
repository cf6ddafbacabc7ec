/**
 * The bound of what answers HTTP: `node:http` and `pg` and nothing else. It is told over its environment what to answer: a
 * query whose rows it sends as JSON, or bytes that it sends from memory.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import pg from 'pg'
import type { BareAnswer } from './support/stage.js'

const port = Number(process.env.BARE_PORT)
const answers = JSON.parse(readFileSync(process.env.BARE_ANSWERS!, 'utf8')) as Record<string, BareAnswer>
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 12,
  // The same role under the same row level security; a connection serves one tenant only, so it is set once.
  options: `-c role=platform_app -c app.tenant=${process.env.BARE_TENANT}`,
})

createServer(async (request, response) => {
  const answer = answers[request.url ?? '']
  if (!answer) {
    response.writeHead(404).end()
    return
  }
  if ('html' in answer) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer.html)
    return
  }
  const { rows } = await pool.query({ name: request.url, text: answer.sql, values: answer.values })
  const body = JSON.stringify(answer.isList ? { data: rows.slice(0, 25) } : rows[0])
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}).listen(port, '127.0.0.1')

import pg from 'pg'

/**
 * Statements in the role of the database's owner, which the application never has: what an operator with a console could do. The
 * application's own role sees nobody else's connections and changes no constraint.
 */
export async function asOwner(statements: string): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  try {
    await owner.query(statements)
  } finally {
    await owner.end()
  }
}

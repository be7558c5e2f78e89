# The platform. Built from the root of a checkout: docker build -f docker/platform.Dockerfile .
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /src
COPY . .
# The image brings its own Node; the one that the checkout would bring along is left out with the scripts.
RUN npx -y pnpm@10.34.9 install --frozen-lockfile --ignore-scripts \
 && npx -y -p pnpm@10.34.9 -c "node_modules/.bin/turbo run build --filter=@wondertwin/platform" \
 && npx -y pnpm@10.34.9 --filter @wondertwin/platform deploy --prod --legacy /out

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4100 WT_DATA_DIR=/data
COPY --from=build /out /app
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 4100
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4100/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# `node` is the process itself: SIGTERM reaches it and it drains.
CMD ["node", "/app/bin/wt-platform.mjs", "serve"]

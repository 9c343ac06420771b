/** What an image starts, in words. */
export const starts = {
  "config.unknown": "What it starts is not known: there is no config that could be read.",
  "config.starts": "Runs {command} in {folder}.",
  "config.starts-as": "Runs {command} in {folder} as {user}.",
  "config.starts-nothing": "Starts nothing by itself: it has neither an entrypoint nor a command.",
  "config.listens": "Listens on {names}.",
  "config.keeps": { one: "Keeps its data in a volume: {names}.", other: "Keeps its data in {n} volumes: {names}." },
  "config.stops": "Stops on {signal}.",
  "config.checks": "Checks its health with {command}.",
  "config.checks-every": {
    one: "Checks its health every second with {command}.",
    other: "Checks its health every {n} seconds with {command}.",
  },
  "config.separator": ", ",
  "config.and-more": { one: " and {n} more", other: " and {n} more" },
} as const;

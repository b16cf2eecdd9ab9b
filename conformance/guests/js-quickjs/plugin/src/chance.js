// Values that could differ from run to run in a JavaScript program.

export const chances = {
  random: () => String(Math.random()),
  map: () => {
    const map = {};
    for (let at = 0; at < 50; at++) map[`key${at}`] = at;
    return Object.keys(map).join(",");
  },
  set: () => [...new Set(Array.from({ length: 50 }, (_, at) => `key${at}`))].join(","),
  time: () => String(Date.now()),
  elapsed: () => {
    const started = Date.now();
    const text = Array.from({ length: 1000 }, (_, at) => String(at)).join("");
    return `${text.length} ${Date.now() - started}`;
  },
  address: () => String(new Error("where").stack),
  floats: () => {
    const bits = new BigUint64Array(new Float64Array([0 / 0]).buffer)[0];
    let sum = 0;
    for (let at = 1; at < 100; at++) sum += Math.sin(at) / 3;
    return `${bits.toString(16)} ${sum} ${Math.exp(1.5)}`;
  },
};

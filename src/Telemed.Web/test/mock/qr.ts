import qrcode from 'qrcode-generator';

/** A code's modules, dark ones true, with the quiet zone around them. */
function modules(text: string): boolean[][] {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = code.getModuleCount();
  const quiet = 4;
  return Array.from({ length: size + 2 * quiet }, (_, y) => Array.from({ length: size + 2 * quiet }, (_, x) =>
    x >= quiet && y >= quiet && x < size + quiet && y < size + quiet && code.isDark(y - quiet, x - quiet)));
}

/** As the server draws it. */
export function qrSvg(text: string): string {
  const rows = modules(text);
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${rows.length} ${rows.length}"><path d="M0 0h${rows.length}v${rows.length}H0z" fill="#fff"/><path d="${path}"/></svg>`;
}

/** A film of one picture for a camera that is not there: a sheet of paper with the code on it, a little off the middle (YUV4MPEG2). */
export function qrFilm(text: string, width = 640, height = 480): Buffer {
  const rows = modules(text);
  const scale = Math.floor((height * 0.7) / rows.length);
  const [left, top] = [Math.round(width * 0.3), Math.round(height * 0.1)];
  const luma = Buffer.alloc(width * height, 200);
  rows.forEach((row, y) => row.forEach((dark, x) => {
    for (let line = 0; line < scale; line++) luma.fill(dark ? 25 : 230, (top + y * scale + line) * width + left + x * scale, (top + y * scale + line) * width + left + (x + 1) * scale);
  }));
  const picture = [Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)];
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...picture, ...picture]);
}

interface PdfPage {
  /** In points; A4 when it is left out. */
  width?: number;
  height?: number;
  /** What stands on it, in Latin letters. */
  text?: string;
  /** Chinese characters in GBK, as hexadecimal digits, in a font that is not in the file. */
  gbk?: string;
  /** What the whole page is filled with, each from 0 to 1. */
  fill?: readonly [number, number, number];
}

/** A document made by hand (ISO 32000-1); `locked` says that it is encrypted by a password that nobody knows. */
export function pdfOf(pages: readonly PdfPage[], locked = false): Buffer {
  const first = 6;
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${first + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H /DescendantFonts [5 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>' +
    ' /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>',
  ];
  pages.forEach(({ width = 595, height = 842, text, gbk, fill = [1, 1, 1] }, index) => {
    const content = [
      `${fill.join(' ')} rg 0 0 ${width} ${height} re f 0 g`,
      ...(text ? [`BT /F1 28 Tf 60 ${height - 90} Td (${text}) Tj ET`] : []),
      ...(gbk ? [`BT /F2 28 Tf 60 ${height - 150} Td <${gbk}> Tj ET`] : []),
    ].join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${first + index * 2 + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  });
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = file.length;
  const secret = locked ? ` /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'5a'.repeat(32)}> /U <${'a5'.repeat(32)}> >>` : '';
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${secret} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

import type { CarePreset } from '@wellhouse/protocol';
import { useEffect, useRef } from 'react';

/** Squares along the longer side. */
const squares = [0, 48, 28, 16] as const;
const blurs = ['', 'blur(3px)', 'blur(8px)', 'blur(16px)'] as const;

/** Pure: the CSS filter of a preset. */
export function filterOf({ greyscale, blur }: Pick<CarePreset, 'greyscale' | 'blur'>): string {
  return [greyscale ? 'grayscale(1)' : '', blurs[blur] ?? ''].filter((part) => part !== '').join(' ') || 'none';
}

/** A picture as a person has chosen to see pictures of its class. Less detail is drawn, not only hidden. */
export function CarefulPicture({
  url,
  alt,
  preset,
  onLoad,
}: {
  url: string;
  alt: string;
  preset: Pick<CarePreset, 'greyscale' | 'blur' | 'coarse'>;
  onLoad?: () => void;
}) {
  const style = { filter: filterOf(preset) };
  if (preset.coarse === 0) return <img src={url} alt={alt} draggable={false} style={style} onLoad={onLoad} />;
  return <CoarsePicture url={url} alt={alt} edge={squares[preset.coarse] ?? 16} style={style} onLoad={onLoad} />;
}

function CoarsePicture({
  url,
  alt,
  edge,
  style,
  onLoad,
}: {
  url: string;
  alt: string;
  edge: number;
  style: { filter: string };
  onLoad: (() => void) | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const loaded = useRef(onLoad);
  loaded.current = onLoad;
  useEffect(() => {
    const image = new Image();
    let gone = false;
    image.onload = () => {
      const target = canvas.current;
      if (gone || target === null) return;
      const part = edge / Math.max(image.naturalWidth, image.naturalHeight);
      target.width = Math.max(1, Math.round(image.naturalWidth * Math.min(1, part)));
      target.height = Math.max(1, Math.round(image.naturalHeight * Math.min(1, part)));
      target.getContext('2d')?.drawImage(image, 0, 0, target.width, target.height);
      loaded.current?.();
    };
    image.src = url;
    return () => {
      gone = true;
    };
  }, [url, edge]);
  return <canvas ref={canvas} className="coarse" role="img" aria-label={alt} style={style} />;
}

// Written by `swift run extract` from these chapters; don't edit this file.
//   Chapters/Workshop/03-07-pickle-arrays.md
// To change it, edit the chapter and run `swift run extract`. If this file was edited, extract shows
// the edit and the chapter's line that it belongs to.
// Content hash: 23caa0d1711fe902

import Checkpoint

_program("Chapters/Workshop/03-07-pickle-arrays.md", code: "91779da151861526")
#sourceLocation(file: "Chapters/Workshop/03-07-pickle-arrays.md", line: 345)
import Foundation
import Kindling

let mnist = try MNIST.load()
let (xTrain, yTrain) = (mnist.train.images, mnist.train.labels)
let (xValid, yValid) = (mnist.valid.images, mnist.valid.labels)

let sample = URL(fileURLWithPath: "Chapters/Data/mnist-sample.pkl.gz")
let (sampleTrain, sampleValid, sampleTest) = try MNIST.load(pickle: sample)
print(sampleTrain.images.shape, sampleValid.images.shape, sampleTest.images.shape)
print(sampleTrain.labels[0..<10])
print(sampleTrain.images.isEqual(to: xTrain[0..<800]), sampleTrain.labels.isEqual(to: yTrain[0..<800]))
print(sampleValid.images.isEqual(to: xValid[0..<100]), sampleValid.labels.isEqual(to: yValid[0..<100]))
#sourceLocation()
_checkpoint(1)

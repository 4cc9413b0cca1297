import Foundation
import Kindling
import Testing

@Suite("Schedulers", .ownRandomNumbers) struct SchedulerTests {
    /// Two groups, the second with its own learning rate.
    static func optimizer() -> SGD {
        SGD(
            [ParameterGroup([Parameter(.zeros(1))]), ParameterGroup([Parameter(.zeros(1))], lr: 0.5)], lr: 0.1,
            momentum: 0.7)
    }

    /// All are Doubles. torch multiplies its way from step to step, so it differs by the rounding of some 50 products; along a
    /// cosine, where the rate comes close to the minimum, by 1e-12 of the first rate.
    @Test("learning rates and momenta are torch's in every step")
    func torch() throws {
        let schedules = try OptimRecording.load().schedules
        #expect(schedules.count == 25)
        for schedule in schedules {
            let optimizer = Self.optimizer()
            let a = schedule.arguments
            let scheduler: LRScheduler
            switch schedule.name {
            case "StepLR": scheduler = StepLR(optimizer, stepSize: Int(a[0]), gamma: a[1])
            case "CosineAnnealingLR": scheduler = CosineAnnealingLR(optimizer, maxSteps: Int(a[0]), minimum: a[1])
            case "OneCycleLR":
                scheduler = OneCycleLR(
                    optimizer, maxLR: 0.3, totalSteps: Int(a[0]), rise: a[1], divFactor: a[2], finalDivFactor: a[3])
            case "LambdaLR": scheduler = LambdaLR(optimizer) { pow(a[0], Double($0)) + a[1] }
            case "warmupCosine":
                scheduler = LambdaLR(optimizer, LambdaLR.warmupCosine(warmup: Int(a[0]), total: Int(a[1])))
            default: scheduler = OneCycleLR(optimizer, maxLR: 0.3, totalSteps: Int(a[0]), rise: a[1], momentum: nil)
            }
            for (step, (lrs, momenta)) in zip(schedule.lrs, schedule.momenta).enumerated() {
                if step > 0 { scheduler.step() }
                #expect(scheduler.stepCount == step && scheduler.lastLRs == optimizer.groups.map(\.lr))
                for (group, (lr, momentum)) in zip(optimizer.groups, zip(lrs, momenta)) {
                    let isClose =
                        abs(group.lr - lr) <= 1e-12 * (abs(lr) + 0.5) && abs(group.momentum - momentum) <= 1e-12
                    if !isClose {
                        report("\(schedule.name) \(a), step \(step)", [group.lr, group.momentum], [lr, momentum])
                    }
                }
            }
        }
    }

    @Test("the cycle's first, highest and last rates are exact")
    func oneCycle() {
        let optimizer = Self.optimizer()
        let scheduler = OneCycleLR(
            optimizer, maxLR: 0.4, totalSteps: 11, rise: 6.0 / 11, divFactor: 4, finalDivFactor: 10)
        var rates = scheduler.lastLRs.prefix(1) + []
        var momenta = [optimizer.groups[0].momentum]
        for _ in 0..<10 {
            scheduler.step()
            rates.append(scheduler.lastLRs[0])
            momenta.append(optimizer.groups[0].momentum)
        }
        #expect(abs(rates[0] - 0.1) < 1e-15 && rates[5] == 0.4 && rates.max() == 0.4 && rates[10] == 0.01)
        #expect(abs(momenta[0] - 0.95) < 1e-15 && momenta[5] == 0.85 && momenta[10] == 0.95)
        #expect(scheduler.initialLRs == [0.1, 0.5])
    }

    @Test("a loop may step after every batch, the last included")
    func stepAfterLast() {
        let optimizer = Self.optimizer()
        let scheduler = OneCycleLR(optimizer, maxLR: 0.1, totalSteps: 4)
        for _ in 0..<4 {
            optimizer.step()
            scheduler.step()
        }
        #expect(scheduler.stepCount == 4 && scheduler.lastLRs[0].isFinite)
    }

    @Test("a rise of one step begins at the top, where torch divides by zero")
    func shortRise() {
        let scheduler = OneCycleLR(Self.optimizer(), maxLR: 0.25, totalSteps: 4, rise: 0.25)
        #expect(scheduler.lastLRs == [0.25, 0.25])
        for _ in 0..<3 { scheduler.step() }
        #expect(abs(scheduler.lastLRs[0] - 1e-6) < 1e-12)
        let whole = OneCycleLR(Self.optimizer(), maxLR: 0.25, totalSteps: 1, rise: 1)
        #expect(whole.lastLRs == [0.25, 0.25])
    }

    final class Halving: LRScheduler {
        override func lr(initial: Double, step: Int) -> Double { initial / Double(1 << step) }
    }

    @Test("a scheduler of one's own is one function of the step; the base's leaves the rates alone")
    func ownScheduler() {
        let optimizer = Self.optimizer()
        let scheduler = Halving(optimizer)
        scheduler.step()
        scheduler.step()
        #expect(scheduler.lastLRs == [0.025, 0.125] && optimizer.groups.map(\.momentum) == [0.7, 0.7])
        let constant = LRScheduler(optimizer)
        constant.step()
        #expect(constant.lastLRs == [0.025, 0.125] && constant.optimizer === optimizer)
    }

    final class WarmUp: LRScheduler {
        override func lr(initial: Double, step: Int) -> Double { initial * min(1, Double(step + 1) / 5) }
    }

    /// As in torch, in a class with `get_lr`.
    @Test("a curve of one's own may begin elsewhere than at the given rate")
    func ownBeginning() {
        let optimizer = SGD([Parameter(Tensor([0]))], lr: 0.1)
        let scheduler = WarmUp(optimizer)
        var rates = scheduler.lastLRs
        for _ in 0..<6 {
            scheduler.step()
            rates += scheduler.lastLRs
        }
        let expected = [0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.1]
        #expect(zip(rates, expected).allSatisfy { abs($0 - $1) < 1e-15 })
    }

    @Test("what the scheduler sets is what the next step uses")
    func isUsed() {
        let w = Parameter(Tensor([0]))
        let optimizer = SGD([w], lr: 1)
        let scheduler = StepLR(optimizer, stepSize: 1, gamma: 0.5)
        for _ in 0..<3 {
            w.grad = Tensor([-1])
            optimizer.step()
            scheduler.step()
        }
        #expect(w.array == [1.75])
    }

    @Test("a factor sets the first rate, too, and whatever the rate has been since")
    func lambda() {
        let optimizer = Self.optimizer()
        let scheduler = LambdaLR(optimizer) { 1 / Double($0 + 2) }
        #expect(scheduler.lastLRs == [0.05, 0.25] && scheduler.initialLRs == [0.1, 0.5])
        optimizer.groups[0].lr = 100
        scheduler.step()
        #expect(scheduler.lastLRs == [0.1 / 3, 0.5 / 3] && scheduler.stepCount == 1)
        #expect(optimizer.groups.map(\.momentum) == [0.7, 0.7])
    }

    @Test("a warm-up rises evenly to 1, half a wave falls from there to 0, and stays there")
    func warmupCosine() {
        let factor = LambdaLR.warmupCosine(warmup: 4, total: 8)
        let factors = (0..<12).map(factor)
        #expect(factors[..<5] == [0.25, 0.5, 0.75, 1, 1])
        #expect(zip(factors, factors.dropFirst()).dropFirst(4).allSatisfy { $0 >= $1 })
        #expect(abs(factors[6] - 0.5) < 1e-15 && factors[8...].allSatisfy { $0 == 0 })
        #expect(LambdaLR.warmupCosine(warmup: 0, total: 1)(0) == 1)
    }

    static let mistakes: [Mistakes.Mistake] = [
        .init("warmupCosine: 5 steps of warm-up leave none of 5") { _ = LambdaLR.warmupCosine(warmup: 5, total: 5) },
        .init("warmupCosine: -1 steps") { _ = LambdaLR.warmupCosine(warmup: -1, total: 5) },
        .init("StepLR: stepSize", "0") { _ = StepLR(optimizer(), stepSize: 0) },
        .init("CosineAnnealingLR: maxSteps", "-3") { _ = CosineAnnealingLR(optimizer(), maxSteps: -3) },
        .init("OneCycleLR: totalSteps", "0 and 0.3") { _ = OneCycleLR(optimizer(), maxLR: 1, totalSteps: 0) },
        .init("OneCycleLR: ", "rise", "1.5") { _ = OneCycleLR(optimizer(), maxLR: 1, totalSteps: 5, rise: 1.5) },
        .init("OneCycleLR: this optimizer has no momentum", "momentum: nil") {
            _ = OneCycleLR(SGD([Parameter(.ones(1))]), maxLR: 1, totalSteps: 5)
        },
        .init("OneCycleLR: the cycle has 3 steps, and step 4 is one too many") {
            let scheduler = OneCycleLR(optimizer(), maxLR: 1, totalSteps: 3)
            for _ in 0..<4 { scheduler.step() }
        },
    ]

    @Test("mistakes stop the program and say what was wrong", arguments: mistakes.indices)
    func stops(i: Int) async throws {
        let outcome = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [i = i as Int] in
            SchedulerTests.mistakes[i].body()
        }
        checkMessage(Self.mistakes[i], outcome?.standardErrorContent)
    }

    /// (pytorch#13022, #26423)
    @Test("schedulers multiply what they find: two chain, and a rate set by hand stays")
    func chained() {
        let optimizer = SGD([Parameter(.zeros(1))], lr: 1)
        let schedulers = [StepLR(optimizer, stepSize: 2, gamma: 0.1), StepLR(optimizer, stepSize: 3, gamma: 0.5)]
        var rates: [Double] = []
        for _ in 0..<7 {
            rates.append(optimizer.groups[0].lr)
            for scheduler in schedulers { scheduler.step() }
        }
        #expect(zip(rates, [1, 1, 0.1, 0.05, 0.005, 0.005, 0.00025]).allSatisfy { abs($0 - $1) < 1e-15 })

        final class Halving: LRScheduler {
            override func lr(initial: Double, step: Int) -> Double { initial / Double(1 << step) }
        }
        let byHand = SGD([Parameter(.zeros(1))], lr: 8)
        let scheduler = Halving(byHand)
        scheduler.step()
        byHand.groups[0].lr = 100
        scheduler.step()
        #expect(scheduler.lastLRs == [50])
    }

    /// torch 2.13: `CosineAnnealingLR(SGD(lr=1), T_max=2)`, six steps, the rate set to 3 after the third.
    @Test("a cosine goes on from the rate that it finds, and rises from its trough")
    func cosine() {
        let optimizer = SGD([Parameter(.zeros(1))], lr: 1)
        let scheduler = CosineAnnealingLR(optimizer, maxSteps: 2)
        var rates: [Double] = []
        for step in 1...6 {
            scheduler.step()
            rates.append(optimizer.groups[0].lr)
            if step == 3 { optimizer.groups[0].lr = 3 }
        }
        #expect(
            zip(rates, [0.5, 0.0, 0.49999999999999994, 6.000000000000002, 3.0000000000000018, 0.0]).allSatisfy {
                abs($0 - $1) < 1e-12
            }, "\(rates)")
    }
}
